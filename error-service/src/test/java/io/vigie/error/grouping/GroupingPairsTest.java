package io.vigie.error.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupingPairsTest {

    private final Grouper grouper = new Grouper((frames, template) -> true);

    @ParameterizedTest
    @MethodSource("io.vigie.error.grouping.Pair#all")
    void eachPairIsGroupedOrSplitAsItMustBe(Pair pair) {
        Grouping left = grouper.group(pair.left());
        Grouping right = grouper.group(pair.right());

        assertThat(left.key().equals(right.key()))
                .as("%s%n%s%n%s", pair, left, right)
                .isEqualTo(pair.sameIssue());
    }

    @Test
    void precisionAndRecallOverAllPairsAreAtLeast98Percent() throws IOException {
        List<Pair> pairs = Pair.all().toList();
        long grouped = pairs.stream().filter(this::isGrouped).count();
        long rightlyGrouped = pairs.stream()
                .filter(pair -> isGrouped(pair) && pair.sameIssue())
                .count();
        long toGroup = pairs.stream().filter(Pair::sameIssue).count();

        double precision = (double) rightlyGrouped / grouped;
        double recall = (double) rightlyGrouped / toGroup;
        System.out.printf(
                "grouping: %d pairs (%d to group, %d to split), precision %.4f, recall %.4f%n",
                pairs.size(), toGroup, pairs.size() - toGroup, precision, recall);

        assertThat(precision).isGreaterThanOrEqualTo(0.98);
        assertThat(recall).isGreaterThanOrEqualTo(0.98);
    }

    private boolean isGrouped(Pair pair) {
        return grouper.group(pair.left())
                .key()
                .equals(grouper.group(pair.right()).key());
    }
}
