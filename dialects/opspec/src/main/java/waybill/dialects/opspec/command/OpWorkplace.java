package waybill.dialects.opspec.command;

import waybill.engine.Engine;
import waybill.engine.LiveRuns;
import waybill.engine.store.Journal;
import waybill.files.Folders;
import waybill.images.image.Images;

/**
 * What ops need to run and to be remembered; shared by all commands of the process.
 *
 * @param version of the program, bare
 */
public record OpWorkplace(
    Engine engine,
    Journal journal,
    LiveRuns live,
    Images images,
    Folders folders,
    String version) {}
