package waybill.dialects.tyger.buffer;

/**
 * How the threads that move blobs are made. Virtual and platform threads were measured side by side
 * with 1 GiB each way: they cost the same processor time, within what two runs of one kind differ.
 * Virtual ones are chosen because many buffers of the agent only wait.
 */
final class BufferThreads {
  private BufferThreads() {}

  /** One that only hashes, sends and receives. */
  static Thread of(String name, Runnable work) {
    return Thread.ofVirtual().name("buffer " + name).unstarted(work);
  }

  /**
   * One that may stay for ever in a call of the operating system, from which nothing wakes it: a
   * virtual one would take a processor with it. It does not keep the process alive.
   */
  static Thread blocking(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name("buffer " + name).unstarted(work);
  }
}
