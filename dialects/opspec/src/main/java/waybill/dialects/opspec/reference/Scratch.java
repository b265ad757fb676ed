package waybill.dialects.opspec.reference;

import waybill.dialects.opspec.coercion.NewFiles;

/** Where a call puts files that nobody else made. Gone when the run is over. */
public interface Scratch extends NewFiles {}
