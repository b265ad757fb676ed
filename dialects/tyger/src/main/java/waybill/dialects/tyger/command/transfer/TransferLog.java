package waybill.dialects.tyger.command.transfer;

import java.util.List;
import java.util.Map;

/** The lines that the command writes beside its answer. For any number of threads. */
public interface TransferLog {
  /**
   * Something that one may want to know.
   *
   * @param fields names and values behind the message, in this order
   */
  void info(String message, List<Map.Entry<String, String>> fields);

  /** Something that does not end the command. */
  void warn(String message, List<Map.Entry<String, String>> fields);

  /** What the command ends with. */
  void fatal(String message, List<Map.Entry<String, String>> fields);
}
