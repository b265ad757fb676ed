/** Tests of what happens to jobs, on a fake backend. */
@org.jspecify.annotations.NullMarked
package waybill.dialects.maelstrom.run;
