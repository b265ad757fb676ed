package waybill.dialects.tyger.spec;

import java.util.Optional;

/** A TCP port that serves an input, an output or both, instead of pipes. */
public record SocketSpec(int port, Optional<String> inputBuffer, Optional<String> outputBuffer) {}
