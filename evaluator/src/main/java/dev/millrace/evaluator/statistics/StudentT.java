package dev.millrace.evaluator.statistics;

/** The one quantile of Student's t distribution that a 95 % interval needs. */
final class StudentT {
    private static final double Z = 1.959963984540054;

    private StudentT() {}

    /**
     * The 97.5 % quantile, right to 1e-3 from 4 degrees of freedom on and to 1e-6 from 30 on; too small below 4.
     *
     * <p>Abramowitz and Stegun, <i>Handbook of Mathematical Functions</i>, 26.7.5: an expansion around the normal
     * quantile in powers of 1/degrees.
     */
    static double quantile975(int degrees) {
        double z2 = Z * Z;
        double g1 = Z * (z2 + 1) / 4;
        double g2 = Z * (5 * z2 * z2 + 16 * z2 + 3) / 96;
        double g3 = Z * (3 * Math.pow(z2, 3) + 19 * z2 * z2 + 17 * z2 - 15) / 384;
        double g4 = Z * (79 * Math.pow(z2, 4) + 776 * Math.pow(z2, 3) + 1482 * z2 * z2 - 1920 * z2 - 945) / 92160;
        double n = degrees;
        return Z + g1 / n + g2 / (n * n) + g3 / Math.pow(n, 3) + g4 / Math.pow(n, 4);
    }
}
