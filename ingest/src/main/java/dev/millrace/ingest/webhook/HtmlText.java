package dev.millrace.ingest.webhook;

import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/**
 * HTML of a message as plain text: paragraphs, lines and list items stay, markup goes. What nobody reads is left out
 * (scripts, styles, hidden preview lines), and so is what a mail program has marked as quoted history or signature; marks
 * in plain text are the business of curation.
 *
 * <p>Text without any tag keeps its lines. Any input gives a text; time is linear in it.
 */
public final class HtmlText {

    private HtmlText() {}

    /** The text of a message's HTML. */
    public static String of(String html) {
        if (html.indexOf('<') < 0) {
            return Parser.unescapeEntities(html, false);
        }
        Renderer renderer = new Renderer();
        NodeTraversor.filter(renderer, Jsoup.parse(html).body());
        return renderer.text();
    }

    /** What is left out, with everything in it. */
    private static final class LeftOut {
        private static final Set<String> TAGS =
                Set.of("script", "style", "noscript", "template", "title", "svg", "math", "iframe", "object", "select");
        private static final Set<String> QUOTES = Set.of(
                "gmail_quote",
                "gmail_signature",
                "yahoo_quoted",
                "moz-cite-prefix",
                "moz-signature",
                "protonmail_quote",
                "zmail_extra");
        private static final Pattern NOT_DISPLAYED = Pattern.compile("display *+: *+none", Pattern.CASE_INSENSITIVE);
        /** Outlook puts these where the history begins, and the history behind them. */
        private static final Set<String> HISTORY_BEGINS = Set.of("appendonsend", "divRplyFwdMsg");

        static boolean is(Element element) {
            return TAGS.contains(element.normalName())
                    || (element.hasAttr("class")
                            && element.classNames().stream().anyMatch(QUOTES::contains))
                    || (element.normalName().equals("blockquote")
                            && element.attr("type").equalsIgnoreCase("cite"))
                    || isHidden(element);
        }

        private static boolean isHidden(Element element) {
            return element.hasAttr("hidden")
                    || NOT_DISPLAYED.matcher(element.attr("style")).find();
        }

        static boolean endsTheMessage(Element element) {
            return HISTORY_BEGINS.contains(element.id());
        }
    }

    /** Collects the text while the tree is walked; never recursive. */
    private static final class Renderer implements NodeFilter {
        private static final Set<String> PARAGRAPHS =
                Set.of("p", "ul", "ol", "pre", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6");
        private static final Set<String> LINES = Set.of(
                "div", "li", "tr", "section", "article", "header", "footer", "main", "dl", "dt", "dd", "form", "hr",
                "figure", "address", "aside", "nav");

        private final StringBuilder text = new StringBuilder();
        private int breaks;
        private boolean space;
        private int preformatted;

        String text() {
            return text.toString();
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode words) {
                append(words.getWholeText());
            } else if (node instanceof Element element) {
                return begin(element);
            }
            return FilterResult.CONTINUE;
        }

        private FilterResult begin(Element element) {
            if (LeftOut.endsTheMessage(element)) {
                return FilterResult.STOP;
            }
            if (LeftOut.is(element)) {
                return FilterResult.SKIP_ENTIRELY;
            }
            String tag = element.normalName();
            breakLine(tag);
            switch (tag) {
                case "br" -> breaks++;
                case "pre" -> preformatted++;
                case "td", "th" -> space = true;
                case "li" -> append("- ");
                default -> {}
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                breakLine(element.normalName());
                preformatted -= element.normalName().equals("pre") ? 1 : 0;
            }
            return FilterResult.CONTINUE;
        }

        private void breakLine(String tag) {
            int wanted = PARAGRAPHS.contains(tag) ? 2 : LINES.contains(tag) ? 1 : 0;
            breaks = Math.max(breaks, wanted);
        }

        private void append(String words) {
            for (int i = 0; i < words.length(); i++) {
                char c = words.charAt(i);
                if (preformatted > 0 && c == '\n') {
                    breaks++;
                } else if (preformatted == 0 && (Character.isWhitespace(c) || c == '\u00a0')) {
                    space = true;
                } else {
                    separate();
                    text.append(c);
                }
            }
        }

        /** Puts the breaks or the space that is due before the next character; none at the beginning. */
        private void separate() {
            if (text.length() > 0) {
                text.append(breaks > 0 ? "\n".repeat(Math.min(breaks, 2)) : space ? " " : "");
            }
            breaks = 0;
            space = false;
        }
    }
}
