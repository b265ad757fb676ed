package waybill.conformance.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A Java file as the compiler's own parser sees it: rules that count lines or calls need no
 * guessing.
 */
record JavaSource(Project.TextFile file, CompilationUnitTree unit, SourcePositions positions) {

  static JavaSource parse(Project.TextFile file) {
    JavaFileObject object =
        new SimpleJavaFileObject(
            URI.create("string:///" + file.path()), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return file.text();
          }
        };
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, List.of(object));
    try {
      return new JavaSource(
          file, task.parse().iterator().next(), Trees.instance(task).getSourcePositions());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code src/main}: code that is shipped. */
  boolean isMain() {
    return file.path().toString().contains("src/main/java/");
  }

  boolean isPackageInfo() {
    return file.path().endsWith("package-info.java");
  }

  String packageName() {
    return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
  }

  /** The name of the file's own class. */
  String className() {
    return file.path().getFileName().toString().replace(".java", "");
  }

  long firstLine(Tree tree) {
    return line(positions.getStartPosition(unit, tree));
  }

  long lastLine(Tree tree) {
    return line(positions.getEndPosition(unit, tree));
  }

  /** A line map remembers where it was asked for last, and several rules ask at once. */
  private long line(long position) {
    synchronized (unit) {
      return unit.getLineMap().getLineNumber(position);
    }
  }

  Finding finding(Tree tree, String what) {
    return new Finding(file.path(), firstLine(tree), what);
  }

  /** Every tree of that kind in the file, in order. */
  <T extends Tree> List<T> all(Class<T> kind) {
    List<T> found = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, @Nullable Void none) {
        if (kind.isInstance(tree)) {
          found.add(kind.cast(tree));
        }
        return super.scan(tree, null);
      }
    }.scan(unit, null);
    return found;
  }
}
