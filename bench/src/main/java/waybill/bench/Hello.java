package waybill.bench;

/** The least that a JVM can do: what the start of a command is measured against. */
final class Hello {
  private Hello() {}

  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
