package dev.millrace.curation.rules.redaction;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bitcoin addresses with a right checksum: Base58Check (BIP 13, P2PKH and P2SH) and bech32 or bech32m (BIP 173, 350). */
final class BitcoinDetector implements Detector {
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final String SEGWIT = "bc1";
    private static final BigInteger FIFTY_EIGHT = BigInteger.valueOf(58);
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int BECH32M = 0x2bc830a3;
    static final int SHORTEST = 25;
    private static final int LONGEST_BASE58 = 35;
    private static final int LONGEST = 90;
    private static final int PAYLOAD = 25;

    @Override
    public @Nullable Span detect(String text, int at) {
        char first = Chars.at(text, at);
        if (first != '1' && first != '3' && first != 'b' && first != 'B') {
            return null;
        }
        int end = at;
        while (end - at <= LONGEST && Chars.isAsciiAlphanumeric(Chars.at(text, end))) {
            end++;
        }
        if (end - at < SHORTEST || end - at > LONGEST || Chars.isWord(Chars.at(text, end))) {
            return null;
        }
        String address = text.substring(at, end);
        boolean right = Chars.isDigit(first) ? isBase58Check(address) : isBech32(address);
        return right ? new Span(PiiType.BTC, end, address) : null;
    }

    private static boolean isBase58Check(String address) {
        if (address.length() > LONGEST_BASE58) {
            return false;
        }
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < address.length(); i++) {
            int digit = BASE58.indexOf(address.charAt(i));
            if (digit < 0) {
                return false;
            }
            number = number.multiply(FIFTY_EIGHT).add(BigInteger.valueOf(digit));
        }
        byte[] bytes = number.toByteArray();
        if (bytes.length > PAYLOAD) {
            return false;
        }
        byte[] payload = new byte[PAYLOAD];
        System.arraycopy(bytes, 0, payload, PAYLOAD - bytes.length, bytes.length);
        byte[] hash = sha256(sha256(Arrays.copyOf(payload, PAYLOAD - 4)));
        return Arrays.equals(payload, PAYLOAD - 4, PAYLOAD, hash, 0, 4);
    }

    private static boolean isBech32(String written) {
        String address = written.toLowerCase(Locale.ROOT);
        boolean oneCase = written.equals(address) || written.equals(written.toUpperCase(Locale.ROOT));
        if (!oneCase || !address.startsWith(SEGWIT)) {
            return false;
        }
        int check = 1;
        for (int value : new int[] {3, 3, 0, 2, 3}) { // the letters of bc: high bits, a zero, low bits
            check = step(check, value);
        }
        for (int i = SEGWIT.length(); i < address.length(); i++) {
            int value = BECH32.indexOf(address.charAt(i));
            if (value < 0) {
                return false;
            }
            check = step(check, value);
        }
        return check == 1 || check == BECH32M;
    }

    /** One step of the checksum of BIP 173. */
    static int step(int check, int value) {
        int top = check >>> 25;
        int next = ((check & 0x1ffffff) << 5) ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= ((top >> i) & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
