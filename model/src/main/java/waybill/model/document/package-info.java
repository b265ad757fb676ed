/**
 * The text of a spec as a tree in which every value knows its place. Read {@link
 * waybill.model.document.Document} first, then {@link waybill.model.document.SpecValue}. How text
 * becomes such a tree is the business of {@code waybill.model.reader}; what a value means, of
 * whoever reads the tree. No library's type, no I/O and no word of any one language belongs here.
 */
@org.jspecify.annotations.NullMarked
package waybill.model.document;
