package waybill.engine.dispatch;

import java.util.Optional;
import waybill.engine.event.Event.WaitReason;
import waybill.engine.room.Capacity;
import waybill.engine.room.Demand;

/** What is free. Never below nothing. */
final class Room {
  private int slots;
  private long cpuMillis;
  private long memoryBytes;
  private long diskBytes;
  private int gpus;

  /** All of it. */
  Room(Capacity capacity) {
    this.slots = capacity.slots();
    this.cpuMillis = capacity.cpuMillis();
    this.memoryBytes = capacity.memoryBytes();
    this.diskBytes = capacity.diskBytes();
    this.gpus = capacity.gpus();
  }

  private Room() {}

  boolean hasSlot() {
    return slots > 0;
  }

  /** Whether such a task could start now. */
  boolean holds(Demand demand) {
    return hasAtLeast(demand.cpuMillis(), demand.memoryBytes(), demand.diskBytes(), demand.gpus());
  }

  /** Whether a slot is free, and so much of each. */
  boolean hasAtLeast(long cpu, long memory, long disk, int gpuCount) {
    return slots > 0
        && cpu <= cpuMillis
        && memory <= memoryBytes
        && disk <= diskBytes
        && gpuCount <= gpus;
  }

  /** What such a task has to wait for, the first of it; empty when it could start now. */
  Optional<WaitReason> lacking(Demand demand) {
    if (slots == 0) {
      return Optional.of(WaitReason.SLOT);
    }
    return new Capacity(slots, cpuMillis, memoryBytes, diskBytes, gpus).lacking(demand);
  }

  /** For a task that it holds. */
  void take(Demand demand) {
    slots--;
    cpuMillis -= demand.cpuMillis();
    memoryBytes -= demand.memoryBytes();
    diskBytes -= demand.diskBytes();
    gpus -= demand.gpus();
  }

  /** What was taken. */
  void giveBack(Demand demand) {
    slots++;
    cpuMillis += demand.cpuMillis();
    memoryBytes += demand.memoryBytes();
    diskBytes += demand.diskBytes();
    gpus += demand.gpus();
  }

  /** What others can take without taking from what such a task needs; where it lacks, nothing. */
  Room besides(Demand demand) {
    var rest = new Room();
    rest.slots = Math.max(0, slots - 1);
    rest.cpuMillis = Math.max(0, cpuMillis - demand.cpuMillis());
    rest.memoryBytes = Math.max(0, memoryBytes - demand.memoryBytes());
    rest.diskBytes = Math.max(0, diskBytes - demand.diskBytes());
    rest.gpus = Math.max(0, gpus - demand.gpus());
    return rest;
  }
}
