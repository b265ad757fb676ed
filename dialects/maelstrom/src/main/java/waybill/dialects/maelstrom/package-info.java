/**
 * The language of {@code maelstrom-run} job streams, version 0.10 and a newer one: {@link
 * waybill.dialects.maelstrom.MaelstromLanguage} is what Waybill's own verbs ask. Its stages are
 * packages: {@code json} (text), {@code written} (what the author wrote), {@code resolved} (what it
 * means, and the task), {@code run} (what happens to the jobs of a stream), {@code terminal} (a job
 * on the user's terminal), {@code tags} (what a project remembers of images) and {@code command}
 * ({@code maelstrom-run}). No other language, and nothing another language could use, belongs here.
 */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom;
