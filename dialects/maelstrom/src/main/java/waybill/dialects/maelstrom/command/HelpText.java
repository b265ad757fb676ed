package waybill.dialects.maelstrom.command;

/** What {@code maelstrom-run --help} prints. */
final class HelpText {
  static final String TEXT =
      """
      Run the jobs of a stream, each in a sandbox of its own.

      Usage: maelstrom-run [OPTIONS] [PROGRAM_AND_ARGUMENTS]...

      Arguments:
        [PROGRAM_AND_ARGUMENTS]...  Run this instead of the job's program and arguments. Only with
                                    --one or --tty.

      Print-and-Exit Options:
        -h, --help          Print help and exit.
            --version       Print version and exit.
        -P, --print-config  Print all configuration values and exit.

      Config File Options:
        -c, --config-file <PATH>  File to read configuration values from, in TOML format; "-" means
                                  none. Without this option, maelstrom/run/config.toml is looked for
                                  in the XDG configuration folders; values of earlier files win.

      Config Options:
        -l, -L, --log-level <LEVEL>
                                     error, warning, info or debug [default: info]
            --cache-root <PATH>      Where layers are kept [default: Waybill's cache folder]
            --cache-size <BYTES>     Size the cache should stay below [default: 1 GB]
            --inline-limit <BYTES>   What is kept of each output stream of a job [default: 1 MB]
            --slots <N>              Jobs at a time, 1 to 1000 [default: number of processors]
            --escape-char <CHARACTER>  Begins a command to the terminal with --tty [default: ^]]
            --spec-version <VERSION> Version of the language, 0.10 or newer [default: 0.10]
        -b, --broker <SOCKADDR>      Refused: jobs run on this machine
            --accept-invalid-remote-container-tls-certs
                                     Talk to registries that cannot prove who they are
            --container-image-depot-root <PATH>, --state-root <PATH>
                                     Accepted; nothing is kept there

      Other Command-Line Options:
        -f, --file <PATH>  Read the job specifications from this file instead of standard input.
        -1, --one          Run only the first job and end as it ends.
        -t, --tty          Run only the first job, on this terminal.
        -q, --quiet        Show no progress.

      A configuration value "config-value" can be given by the option --config-value, else by the
      environment variable MAELSTROM_RUN_CONFIG_VALUE, else by the key "config-value" in a
      configuration file.
      """;

  private HelpText() {}
}
