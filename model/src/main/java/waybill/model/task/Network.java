package waybill.model.task;

/** What of the network a task sees. */
public enum Network {
  /** An empty network of its own; not even loopback is up. */
  DISABLED,
  /** A network of its own with loopback up and nothing else. */
  LOOPBACK,
  /** The host's. */
  HOST
}
