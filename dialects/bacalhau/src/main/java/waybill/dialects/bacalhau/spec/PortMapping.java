package waybill.dialects.bacalhau.spec;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A port of a program that can be reached from outside.
 *
 * @param name made into the names of variables that tell the program
 * @param fixed the port outside, 1024 to 65535; empty for any free one
 * @param target the port inside, 1 to 65535; empty for the same one
 * @param hostNetwork the address outside
 */
public record PortMapping(
    Optional<String> name, OptionalInt fixed, OptionalInt target, Optional<String> hostNetwork) {}
