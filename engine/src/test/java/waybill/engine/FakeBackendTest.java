package waybill.engine;

import waybill.engine.testing.BackendContract;
import waybill.engine.testing.FakeBackend;
import waybill.engine.testing.FakePrograms;
import waybill.model.task.Task;

/** The fake keeps the promises of a backend, so that tests with it mean something. */
class FakeBackendTest extends BackendContract {
  @Override
  protected Backend open() {
    return new FakeBackend();
  }

  @Override
  protected Task exits(int code) {
    return FakePrograms.exits(code);
  }

  @Override
  protected Task prints(String stdout, String stderr) {
    return FakePrograms.prints(stdout, stderr);
  }

  @Override
  protected Task fills(long bytes) {
    return FakePrograms.fills(bytes);
  }

  @Override
  protected Task hangs() {
    return FakePrograms.hangs();
  }

  @Override
  protected Task reads() {
    return FakePrograms.reads();
  }

  @Override
  protected Task missing() {
    return FakePrograms.missing();
  }
}
