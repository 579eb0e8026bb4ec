package io.vigie.query.series;

import java.util.BitSet;

/**
 * One value per moment or step, or none.
 *
 * @param values 0 where there is none; not to be changed
 * @param present where there is one; not to be changed
 */
public record Points(double[] values, BitSet present) {}
