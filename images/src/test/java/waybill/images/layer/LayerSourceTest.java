package waybill.images.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayerSourceTest {

  @Test
  void differentSourcesHaveDifferentKeys() {
    Optional<String> a = Optional.of("a");
    Optional<String> none = Optional.empty();
    assertThat(
            Stream.of(
                    new LayerSource.Glob("a", PrefixOptions.NONE),
                    new LayerSource.Glob("", PrefixOptions.NONE),
                    paths(PrefixOptions.NONE, "a"),
                    paths(PrefixOptions.NONE, "a", "b"),
                    paths(PrefixOptions.NONE, "b", "a"),
                    paths(PrefixOptions.NONE, "a1:b"),
                    paths(PrefixOptions.NONE, "1:a", "b"),
                    paths(PrefixOptions.NONE),
                    paths(PrefixOptions.NONE, ""),
                    paths(new PrefixOptions(true, false, none, none), "a"),
                    paths(new PrefixOptions(false, true, none, none), "a"),
                    paths(new PrefixOptions(false, false, a, none), "a"),
                    paths(new PrefixOptions(false, false, none, a), "a"),
                    paths(new PrefixOptions(false, false, a, a), "a"),
                    paths(new PrefixOptions(false, false, Optional.of(""), none), "a"),
                    new LayerSource.Stubs(List.of("a")),
                    new LayerSource.Symlinks(List.of(new LayerSource.Link("a", "b"))),
                    new LayerSource.Symlinks(List.of(new LayerSource.Link("b", "a"))))
                .map(LayerSource::key))
        .doesNotHaveDuplicates();
  }

  @Test
  void equalSourcesHaveTheSameKey() {
    assertThat(paths(PrefixOptions.NONE, "a", "b").key())
        .isEqualTo(paths(PrefixOptions.NONE, "a", "b").key());
  }

  private static LayerSource paths(PrefixOptions options, String... paths) {
    return new LayerSource.Paths(List.of(paths), options);
  }
}
