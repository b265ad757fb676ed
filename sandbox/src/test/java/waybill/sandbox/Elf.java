package waybill.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Programs that cannot run here. */
final class Elf {
  private static final int HEADER_BYTES = 64;
  private static final short EXECUTABLE = 2;
  private static final short S390 = 22;

  private Elf() {}

  /** The header of a program for a machine that we do not run on. */
  static byte[] forAnotherMachine() {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    header.putShort(16, EXECUTABLE).putShort(18, S390).putInt(20, 1);
    return header.array();
  }
}
