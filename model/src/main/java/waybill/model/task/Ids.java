package waybill.model.task;

/**
 * Which user and group ids there are in a task, and with that, whose the files of its layers are.
 */
public enum Ids {
  /** One user and one group, and every file of a layer belongs to them. */
  SINGLE,
  /**
   * 65,536 of each, as images with several users expect: files have the owners that the image gave
   * them, and programs may change between ids.
   */
  RANGE
}
