package waybill.dialects.tyger.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a program gets that runs as somebody whom other services know.
 *
 * @param files read-only in the task: absolute paths there, and which file or folder of this
 *     machine
 * @param env variables; their values are secrets
 */
public record Identity(String name, Map<String, Path> files, Map<String, String> env) {
  public Identity {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }
}
