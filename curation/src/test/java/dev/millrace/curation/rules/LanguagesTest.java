package dev.millrace.curation.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.optimaize.langdetect.DetectedLanguage;
import com.optimaize.langdetect.LanguageDetector;
import com.optimaize.langdetect.LanguageDetectorBuilder;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfileReader;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The answers are those of the library whose profiles are used. */
class LanguagesTest {
    private static final List<String> TEXTS = List.of(
            "Where can I find the invoice for my last order? I need it for my tax return, and the page stays white.",
            "Wo finde ich die Rechnung zu meiner letzten Bestellung? Ich brauche sie für die Steuererklärung.",
            "Où puis-je trouver la facture de ma dernière commande ? J'en ai besoin pour ma déclaration.",
            "¿Dónde puedo encontrar la factura de mi último pedido? La necesito para la declaración.",
            "Где я могу найти счёт за мой последний заказ? Он нужен мне для налоговой декларации.",
            "在哪里可以找到我上次订单的发票？我需要它来报税。请尽快回复我。",
            "私の最後の注文の請求書はどこにありますか？確定申告に必要です。",
            "أين أجد فاتورة طلبي الأخير؟ أحتاجها للإقرار الضريبي.",
            "Waar kan ik de factuur van mijn laatste bestelling vinden?",
            "zxq 123 !!! qqq http://a.b/c?d=e 99-88-77 ####",
            "ok",
            "");

    @Test
    void shouldAnswerAsTheLibraryDoes() throws IOException {
        // Given
        LanguageDetector library = LanguageDetectorBuilder.create(NgramExtractors.standard())
                .withProfiles(new LanguageProfileReader().readAllBuiltIn())
                .seed(0)
                .build();
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            String text = pieces(random);

            // When
            Languages.Detected found = Languages.detect(text);

            // Then
            List<DetectedLanguage> expected =
                    library.getProbabilities(text.substring(0, Math.min(Languages.MAX_CHARS, text.length())));
            double confidence = expected.isEmpty() ? 0 : expected.get(0).getProbability();
            assertThat(found.confidence()).as(text).isCloseTo(confidence, within(1e-9));
            assertThat(found.code()).as(text).isIn(codes(expected, confidence));
        }
    }

    /** More than one where some are equally likely. */
    private static List<String> codes(List<DetectedLanguage> expected, double confidence) {
        return expected.isEmpty()
                ? List.of(Languages.UNDETERMINED)
                : expected.stream()
                        .filter(language -> language.getProbability() > confidence - 1e-9)
                        .map(language -> language.getLocale().getLanguage())
                        .toList();
    }

    private static String pieces(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String from = TEXTS.get(random.nextInt(TEXTS.size()));
            int begin = from.isEmpty() ? 0 : random.nextInt(from.length());
            text.append(from, begin, begin + random.nextInt(from.length() - begin + 1));
        }
        return text.toString();
    }
}
