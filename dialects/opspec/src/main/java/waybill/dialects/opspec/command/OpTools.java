package waybill.dialects.opspec.command;

import java.nio.file.Path;
import waybill.dialects.opspec.parameter.Parameters;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenOp;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;

/** What the verbs use of the language. */
public record OpTools(Files files, Texts texts, Parameters parameters, OpRunner runner) {

  /** Reads ops. */
  public interface Files {

    /**
     * The op of a folder.
     *
     * @param shown its path as people wrote it, for the problems
     * @param problems gets the warnings
     * @throws waybill.model.problem.ProblemsException if it is not one
     * @throws waybill.model.failure.FailureException if it cannot be read
     */
    WrittenOp read(Path folder, String shown, Problems problems);
  }

  /** Makes values of what people type. */
  public interface Texts {

    /**
     * A text as the parameter's type takes it.
     *
     * @param directory where relative paths begin
     * @throws waybill.dialects.opspec.reference.InterpretationException if it is none of that type
     */
    Value value(WrittenParameter parameter, String text, Path directory);

    /** A value of an arguments' file as the parameter's type takes it; throws likewise. */
    Value value(WrittenParameter parameter, SpecValue written, Path directory);
  }
}
