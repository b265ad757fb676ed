/**
 * What people configure for all languages at once, read from their files. Read {@link
 * waybill.app.settings.RegistriesFile}. What one language's tool reads for itself is not here.
 */
@org.jspecify.annotations.NullMarked
package waybill.app.settings;
