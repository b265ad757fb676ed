package waybill.dialects.tyger.buffer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HashChainTest {

  @Test
  void aStreamOfFiveBytesHasTheHashesOfTheForm() {
    String md5 = HashChain.md5("Hello".getBytes(US_ASCII), 0, 5);
    assertThat(md5).isEqualTo("ixqZU8RhEpaoJ6v4xHgE1w==");
    String first = HashChain.next(HashChain.FIRST, md5);
    assertThat(first).isEqualTo("Be2sTc2k0VLW0/rZazR8uFCREuD5k1d9OtCAk14ns4U=");
    String empty = HashChain.md5(new byte[3], 2, 0);
    assertThat(empty).isEqualTo("1B2M2Y8AsgTpgAmY7PhCfg==");
    assertThat(HashChain.next(first, empty))
        .isEqualTo("LV4PrI5mIT9mYkXErCiaIwlu8B8xxyHjH0UKfSKNt2w=");
  }

  @Test
  void anEmptyStreamHasTheHashOfTheForm() {
    assertThat(HashChain.next(HashChain.FIRST, "1B2M2Y8AsgTpgAmY7PhCfg=="))
        .isEqualTo("IBhjC6CulKsIAVImvFwU+NvluDHEN8fuYcdiV4ufDro=");
  }
}
