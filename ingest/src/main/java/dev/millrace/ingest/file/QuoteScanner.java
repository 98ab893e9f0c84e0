package dev.millrace.ingest.file;

/** Follows CSV text to know whether it stands inside a quoted cell. A quote opens only at the beginning of a cell. */
final class QuoteScanner {
    private boolean open;
    private boolean cellStart = true;

    void scan(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                boolean wasOpen = open;
                open = !wasOpen && cellStart;
                // A quote right after a closing one stands for itself and opens the cell again.
                cellStart = wasOpen;
            } else {
                cellStart = !open && c == ',';
            }
        }
    }

    boolean isOpen() {
        return open;
    }
}
