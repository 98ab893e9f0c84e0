package dev.millrace.curation.similarity;

/** Spreads what differs in few bits over all bits. Source: Steele, Lea and Flood, SplitMix (OOPSLA 2014), variant 13. */
final class Mix {
    /** Distance of two numbers of a sequence; the golden ratio in 64 bits. */
    static final long GAMMA = 0x9E3779B97F4A7C15L;

    private Mix() {}

    static long of(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
