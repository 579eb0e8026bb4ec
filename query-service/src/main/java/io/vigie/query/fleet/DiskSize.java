package io.vigie.query.fleet;

/** Sizes as {@code df -h} prints them: powers of 1,024, rounded up, one decimal below 10 of a unit. */
final class DiskSize {

    private static final String UNITS = "KMGTPE";
    private static final int STEP = 1_024;

    private DiskSize() {}

    static String text(double bytes) {
        if (bytes < STEP) {
            return Long.toString((long) Math.ceil(bytes));
        }
        double rest = bytes;
        int unit = -1;
        while (unit < UNITS.length() - 1 && (rest >= STEP || Math.ceil(rest) >= STEP)) {
            rest /= STEP;
            unit++;
        }
        double tenths = Math.ceil(rest * 10) / 10;
        return (tenths < 10 ? Double.toString(tenths) : Long.toString((long) Math.ceil(rest))) + UNITS.charAt(unit);
    }
}
