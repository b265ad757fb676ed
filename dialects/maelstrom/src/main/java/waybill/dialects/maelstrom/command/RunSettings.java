package waybill.dialects.maelstrom.command;

import java.nio.file.Path;
import java.util.Optional;
import waybill.dialects.maelstrom.written.SpecVersion;

/**
 * The configuration values of {@code maelstrom-run}.
 *
 * @param logLevel from which on something is worth a line
 * @param cacheRoot where layers are kept; empty means where all of Waybill keeps them
 * @param cacheSize how many bytes the cache should stay below
 * @param inlineLimit how many bytes of each output stream of a job are kept
 * @param slots how many jobs run at a time, 1 to 1000
 * @param escapeChar what begins a command to the terminal instead of the job
 * @param specVersion the version of the language
 * @param imageRoot where the older program keeps images; ours are in the cache
 * @param acceptAnyCertificate whether a registry may be talked to that cannot prove who it is
 */
public record RunSettings(
    LogLevel logLevel,
    Optional<Path> cacheRoot,
    long cacheSize,
    long inlineLimit,
    int slots,
    char escapeChar,
    SpecVersion specVersion,
    Optional<Path> imageRoot,
    boolean acceptAnyCertificate) {

  /** From the fewest lines to the most. */
  public enum LogLevel {
    ERROR,
    WARNING,
    INFO,
    DEBUG
  }
}
