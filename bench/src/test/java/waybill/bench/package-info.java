/** Tests of what measures: a number of something that did not happen is worse than none. */
@org.jspecify.annotations.NullMarked
package waybill.bench;
