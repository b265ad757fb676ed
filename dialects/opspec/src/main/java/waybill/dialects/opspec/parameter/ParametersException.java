package waybill.dialects.opspec.parameter;

import java.util.List;

/** Parameters have no right values. */
public final class ParametersException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Wrong> wrong;

  public ParametersException(List<Wrong> wrong) {
    super(text(wrong), null, false, false);
    this.wrong = List.copyOf(wrong);
  }

  /** What is wrong, one each. */
  public List<Wrong> wrong() {
    return wrong;
  }

  private static String text(List<Wrong> wrong) {
    StringBuilder text = new StringBuilder();
    for (Wrong one : wrong) {
      text.append(text.isEmpty() ? "" : "; ").append(one.name()).append(": ").append(one.message());
    }
    return text.toString();
  }

  /** One parameter and why it has no right value. */
  public record Wrong(String name, String message) {}
}
