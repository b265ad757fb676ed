package waybill.dialects.tyger.command;

import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.tyger.buffer.BlobAccess;
import waybill.dialects.tyger.buffer.BufferReader;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.client.BufferAccess;
import waybill.dialects.tyger.command.transfer.BufferTarget;
import waybill.dialects.tyger.command.transfer.BufferVerbs;
import waybill.dialects.tyger.command.transfer.ByteSize;
import waybill.dialects.tyger.command.transfer.Transfers;
import waybill.dialects.tyger.problem.BufferTexts;
import waybill.web.client.WebAddress;
import waybill.web.client.WebClient;

/** {@code tyger buffer write|read|gen}: what is in buffers. */
final class BufferContent {
  private static final String BUFFER = "An id, an access URL, or a file that holds one.";

  private static final int MOST_AT_A_TIME = 1024;

  private final Tyger.Server server;

  BufferContent(Tyger.Server server) {
    this.server = server;
  }

  void addTo(CommandSpec group) {
    group.addSubcommand("write", write());
    group.addSubcommand("read", read());
    group.addSubcommand("gen", gen());
  }

  /** Moves something, by a client that knows where. */
  private interface Move {
    Exit by(BufferVerbs verbs);
  }

  private CommandSpec write() {
    CommandSpec spec = Verb.command("write", "Fills a buffer with what comes in.", this::write);
    CommandLines.examples(
        spec, "tyger buffer write ID <scan.mrd", "tyger buffer write ID -i scan.mrd");
    CommandOptions.positional(spec, "BUFFER", BUFFER);
    CommandOptions.text(spec, "FILE", "This file instead of what comes in.", "-i", "--input");
    CommandOptions.text(
        spec,
        "N",
        "How many blobs are sent at a time; " + Transfers.Writing.DEFAULT.dop() + " if not said.",
        "-p",
        "--dop");
    CommandOptions.text(spec, "SIZE", "Bytes of a blob; 4M if not said.", "-b", "--block-size");
    CommandOptions.text(
        spec,
        "1s",
        "What there is goes out after so long, in ms, s, m or h; 1s if not said; 0 waits for a whole"
            + " blob.",
        "-f",
        "--flush-interval");
    accessTtl(spec);
    LogOptions.addTo(spec);
    return spec;
  }

  private Exit write(ParseResult options, Invocation invocation) {
    Transfers.Writing usual = Transfers.Writing.DEFAULT;
    var writing =
        new Transfers.Writing(
            dop(options, "--dop", usual.dop()),
            blockSize(options, usual.blockSize()),
            CommandOptions.text(options, "--flush-interval")
                .map(GoDuration::of)
                .orElse(usual.flushInterval()));
    Optional<String> input = CommandOptions.text(options, "--input");
    return move(
        options, invocation, verbs -> verbs.write(invocation, target(options), input, writing));
  }

  private CommandSpec read() {
    CommandSpec spec = Verb.command("read", "Writes out what is in a buffer.", this::read);
    CommandLines.examples(spec, "tyger buffer read ID >image.mrd", "tyger buffer read ID | less");
    CommandOptions.positional(spec, "BUFFER", BUFFER);
    CommandOptions.text(spec, "FILE", "Into this file.", "-o", "--output");
    CommandOptions.text(
        spec,
        "N",
        "How many blobs are fetched at a time; " + BufferReader.READERS + " if not said.",
        "-p",
        "--dop");
    accessTtl(spec);
    LogOptions.addTo(spec);
    return spec;
  }

  private Exit read(ParseResult options, Invocation invocation) {
    int dop = dop(options, "--dop", BufferReader.READERS);
    Optional<String> output = CommandOptions.text(options, "--output");
    return move(options, invocation, verbs -> verbs.read(invocation, target(options), output, dop));
  }

  private static CommandSpec gen() {
    CommandSpec spec =
        Verb.command(
            "gen",
            "Writes so many bytes of a pattern.",
            (options, invocation) ->
                BufferVerbs.gen(
                    invocation, target(options), CommandOptions.text(options, "--output")));
    CommandLines.examples(spec, "tyger buffer gen 1G | tyger buffer write ID");
    CommandOptions.positional(spec, "SIZE", "Bytes, or 64K, 4M, 10G, of 1024.");
    CommandOptions.text(spec, "FILE", "Into this file.", "-o", "--output");
    return spec;
  }

  private static void accessTtl(CommandSpec spec) {
    CommandOptions.text(
        spec,
        "D.HH:MM:SS",
        "How long access is asked for at a time; an hour if not said.",
        "--access-ttl");
  }

  private static String target(ParseResult options) {
    return options.matchedPositionalValue(0, "");
  }

  /** The server is needed only for whoever names a buffer by its id. */
  private Exit move(ParseResult options, Invocation invocation, Move move) {
    var log = LogOptions.of(options, invocation, LogOptions.straight(invocation));
    Optional<String> ttl = CommandOptions.text(options, "--access-ttl");
    if (BufferTarget.parse(target(options), invocation.directory()) instanceof BufferTarget.Id) {
      Optional<String> lifetime = ttl.map(Times::span);
      return Verb.ask(
          server,
          invocation,
          api -> move.by(new BufferVerbs(api.web(), asking(api, lifetime), log)));
    }
    if (ttl.isPresent()) {
      throw Verb.wrong(BufferTexts.TTL_OF_URL);
    }
    try (var web = new WebClient()) {
      return move.by(
          new BufferVerbs(
              web,
              (id, writable) -> {
                throw new IllegalStateException("a URL needs no other");
              },
              log));
    }
  }

  private static BiFunction<String, Boolean, WebAddress> asking(
      ApiClient api, Optional<String> ttl) {
    return (id, writable) -> BufferAccess.ask(api, id, writable, ttl);
  }

  /** Also of {@code run exec}. */
  static int dop(ParseResult options, String name, int absent) {
    Optional<String> given = CommandOptions.text(options, name);
    if (given.isEmpty()) {
      return absent;
    }
    try {
      int dop = Integer.parseInt(given.get());
      if (dop < 1) {
        throw Verb.wrong(BufferTexts.DOP);
      }
      return Math.min(dop, MOST_AT_A_TIME);
    } catch (NumberFormatException e) {
      throw Verb.wrong("`" + name + "` cannot be `" + given.get() + "`: it is a whole number");
    }
  }

  /** Also of {@code run exec}. */
  static int blockSize(ParseResult options, int absent) {
    Optional<String> given = CommandOptions.text(options, "--block-size");
    if (given.isEmpty()) {
      return absent;
    }
    long size = ByteSize.parse(given.get()).orElse(0);
    if (size < 1 || size > BlobAccess.MAX_BLOB) {
      throw Verb.wrong(
          "`--block-size` cannot be `"
              + given.get()
              + "`: it is a number of bytes, 4M for example, from 1 to "
              + (BlobAccess.MAX_BLOB >> 20)
              + "M");
    }
    return (int) size;
  }
}
