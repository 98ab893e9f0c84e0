package dev.millrace.curation.erasure;

/**
 * How one step of an erasure stands.
 *
 * @param left whether something is left to be done
 * @param touched how many things of the person were seen, gone ones included as far as they can be counted
 */
record Finding(boolean left, long touched) {
    static final Finding NOTHING = new Finding(false, 0);

    /** Something that has to go, of which so much is there. */
    static Finding of(long present) {
        return new Finding(present > 0, present);
    }
}
