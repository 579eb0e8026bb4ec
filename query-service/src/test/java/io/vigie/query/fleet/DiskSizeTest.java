package io.vigie.query.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskSizeTest {

    /** What GNU df -h prints of such sizes. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1023, 1023",
        "1024, 1.0K",
        "1536, 1.5K",
        "10240, 10K",
        "10241, 11K",
        "34359738368, 32G",
        "12884901888, 12G",
        "1610612736, 1.5G",
        "1073217536, 1.0G",
        "1099511627776, 1.0T",
        "1125899906842624, 1.0P"
    })
    void isWrittenAsDfDoes(double bytes, String text) {
        assertThat(DiskSize.text(bytes)).isEqualTo(text);
    }
}
