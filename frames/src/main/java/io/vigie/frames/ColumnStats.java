package io.vigie.frames;

/**
 * What the finite values of a column come to, kept beside them so that a summary needs no decoding.
 *
 * @param count how many finite values there are
 * @param min the least of them, NaN where there is none
 * @param max the greatest of them, NaN where there is none
 * @param sum their sum
 */
public record ColumnStats(int count, double min, double max, double sum) {

    /** Of these values, added up in the order of time. */
    static ColumnStats of(double[] values) {
        int count = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                count++;
                min = Math.min(min, value);
                max = Math.max(max, value);
                sum += value;
            }
        }
        return count == 0 ? new ColumnStats(0, Double.NaN, Double.NaN, 0) : new ColumnStats(count, min, max, sum);
    }
}
