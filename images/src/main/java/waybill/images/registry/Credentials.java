package waybill.images.registry;

/** Who we are to a registry. Its text never shows a secret. */
public sealed interface Credentials {

  /** Nobody. */
  record Anonymous() implements Credentials {}

  /** A name and a password, or what a registry takes for one. */
  record Password(String user, String secret) implements Credentials {
    @Override
    public String toString() {
      return "Password[" + user + "]";
    }
  }

  /** A token that stands for a login, to be exchanged for others. */
  record IdentityToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "IdentityToken[]";
    }
  }

  /** A token that is sent as it is. */
  record RegistryToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "RegistryToken[]";
    }
  }
}
