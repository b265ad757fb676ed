package waybill.model.shape;

/** The way from the root of a document to a value; only text once somebody wants to read it. */
sealed interface Where {
  Where ROOT = new Root();

  record Root() implements Where {
    @Override
    public String toString() {
      return "";
    }
  }

  record Key(Where parent, String key) implements Where {
    @Override
    public String toString() {
      String before = parent.toString();
      String name = ShortText.of(key);
      boolean plain = name.indexOf('/') < 0 && name.indexOf('.') < 0;
      if (before.isEmpty()) {
        return name;
      }
      return plain ? before + "." + name : before + "[" + name + "]";
    }
  }

  record Item(Where parent, int index) implements Where {
    @Override
    public String toString() {
      return parent + "[" + index + "]";
    }
  }
}
