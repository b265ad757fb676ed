package waybill.backends.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Mount;
import waybill.model.task.Program;
import waybill.model.task.Task;
import waybill.sandbox.Step;

/**
 * Which graphics processors no task has. A task is only started when there are enough of them for
 * it, so taking does not wait. Safe for all threads.
 */
final class GpuPool {
  private final int count;
  private final Deque<Gpu> free;

  GpuPool(List<Gpu> gpus) {
    this.count = gpus.size();
    this.free = new ArrayDeque<>(gpus);
  }

  /**
   * For a task, until it is closed.
   *
   * @throws waybill.model.failure.FailureException when there are not so many free
   */
  synchronized Lease take(int wanted) {
    if (wanted > free.size()) {
      throw Failure.of(
              FailureCode.CAPACITY_EXCEEDED,
              "the task asks for "
                  + wanted
                  + " graphics processors; the machine has "
                  + count
                  + ", of which "
                  + free.size()
                  + " are free")
          .asException();
    }
    var taken = new ArrayList<Gpu>();
    while (taken.size() < wanted) {
      taken.add(free.removeFirst());
    }
    return new Lease(taken);
  }

  private synchronized void giveBack(List<Gpu> gpus) {
    for (Gpu gpu : gpus.reversed()) {
      free.addFirst(gpu);
    }
  }

  /** The processors of one task. */
  final class Lease implements AutoCloseable {
    private final List<Gpu> gpus;

    private Lease(List<Gpu> gpus) {
      this.gpus = gpus;
    }

    /** What is to be attached in {@code /dev}; what several processors share, once. */
    List<Step.Bind> devices() {
      var steps = new ArrayList<Step.Bind>();
      for (Gpu.Place device : shared(Gpu::devices)) {
        String source = device.source().toString();
        steps.add(new Step.Bind(device.source(), source, device.target(), Step.Bind.Manner.DEVICE));
      }
      return steps;
    }

    /** The task with the mounts and variables of its processors. */
    Task edited(Task task) {
      var mounts = new ArrayList<>(task.mounts());
      for (Gpu.Place place : shared(Gpu::mounts)) {
        String source = place.source().toString();
        mounts.add(
            new Mount.Bind(place.source(), source, place.target(), Mount.BindAccess.READ_ONLY));
      }
      Program program = task.program();
      SequencedMap<String, String> environment = new LinkedHashMap<>(program.environment());
      for (Gpu gpu : gpus) {
        environment.putAll(gpu.environment());
      }
      return new Task(
          task.root(),
          task.ids(),
          new Program(
              program.name(),
              program.arguments(),
              environment,
              program.directory(),
              program.user(),
              program.group(),
              program.moreGroups()),
          mounts,
          task.network(),
          task.limits(),
          task.timeout(),
          task.streams());
    }

    private Set<Gpu.Place> shared(Function<Gpu, List<Gpu.Place>> kind) {
      var places = new LinkedHashSet<Gpu.Place>();
      for (Gpu gpu : gpus) {
        places.addAll(kind.apply(gpu));
      }
      return places;
    }

    @Override
    public void close() {
      giveBack(gpus);
    }
  }
}
