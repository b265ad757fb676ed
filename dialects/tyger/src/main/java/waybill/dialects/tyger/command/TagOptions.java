package waybill.dialects.tyger.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.dialects.tyger.client.TagChange;
import waybill.dialects.tyger.written.CommandChecks;

/** The options by which tags are changed. */
final class TagOptions {
  private TagOptions() {}

  static void addTo(CommandSpec spec) {
    CommandOptions.flag(spec, "Drop the tags that it has.", "--clear-tags");
    CommandOptions.texts(spec, "KEY=VALUE", "A tag that it gets; may be repeated.", "--tag");
    CommandOptions.text(spec, "ETAG", "Only if this is still its ETag.", "--etag");
  }

  static TagChange of(ParseResult options) {
    return new TagChange(
        CommandOptions.has(options, "--clear-tags"),
        CommandChecks.pairs("--tag", CommandOptions.texts(options, "--tag")),
        CommandOptions.text(options, "--etag"));
  }
}
