package io.vigie.query.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigie.query.series.Points;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class NumberListTest {

    @Test
    void numbersGapsAndWhatIsNoNumberAreWrittenAsTheSchemaSays() {
        double[] values = {1, 0.1, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 9, 1e300};
        BitSet present = new BitSet();
        present.set(0, values.length);
        present.clear(6);
        String json = JsonMapper.shared().writeValueAsString(Map.of("v", new NumberList(new Points(values, present))));
        assertThat(json).isEqualTo("{\"v\":[1,0.1,0,\"NaN\",\"Infinity\",\"-Infinity\",null,1.0E300]}");
    }
}
