package waybill.files;

import java.nio.file.Path;

/** A process that takes a lock, says so, and holds it until its input ends or it is killed. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[1]);
    FileLock lock =
        arguments[0].equals("shared") ? FileLock.shared(file) : FileLock.exclusive(file);
    System.out.println("held");
    System.in.read();
    lock.close();
  }

  /** Starts one and waits until it holds the lock. */
  static Process start(String kind, Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                kind,
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = process.inputReader().readLine();
    if (!"held".equals(line)) {
      throw new AssertionError("the lock holder said " + line);
    }
    return process;
  }
}
