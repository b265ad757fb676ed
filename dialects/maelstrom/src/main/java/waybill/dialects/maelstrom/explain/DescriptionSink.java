package waybill.dialects.maelstrom.explain;

/** Takes a description piece by piece. Inside a list names are empty. */
interface DescriptionSink {
  void text(String name, String value);

  void number(String name, long value);

  void flag(String name, boolean value);

  /** Begins something with fields; {@link #end} ends it. */
  void begin(String name);

  /** Begins a list; {@link #end} ends it. */
  void beginList(String name);

  void end();
}
