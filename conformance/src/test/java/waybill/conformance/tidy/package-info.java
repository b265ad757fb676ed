/**
 * The project's rules about its own text, as tests: {@link waybill.conformance.tidy.TidyTest} for
 * what stands in the files, {@link waybill.conformance.tidy.WallsTest} for who may see whom, {@link
 * waybill.conformance.tidy.PagesTest} for the documentation. Rules are data at the top of each
 * class, and every finding says what to do instead. A rule that was said twice in review belongs
 * here.
 */
@org.jspecify.annotations.NullMarked
package waybill.conformance.tidy;
