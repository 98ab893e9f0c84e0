package dev.millrace.curation.erasure;

import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.event.ErasureReceipt;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.ErasureStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Writes findings down as receipts. A step that was done stays done, and what was touched is the most that was ever seen. */
final class Receipts {
    private Receipts() {}

    static String key(ErasureRequest request) {
        return ErasedSubjects.key(request.getDomain(), request.getSubject());
    }

    /** The stages that a receipt does not have as done; all of them where there is no receipt for the request yet. */
    static Set<Stage> open(ErasureRequest request, Optional<ErasureReceipt> receipt) {
        EnumSet<Stage> open = EnumSet.allOf(Stage.class);
        answering(request, receipt)
                .ifPresent(known -> open.removeIf(
                        stage -> known.getSteps().stream().anyMatch(step -> step.getDone() && isOf(step, stage))));
        return open;
    }

    /** A person may ask again; the receipt of the earlier request is no answer. */
    static Optional<ErasureReceipt> answering(ErasureRequest request, Optional<ErasureReceipt> receipt) {
        return receipt.filter(known -> known.getRequestId().equals(request.getRequestId()));
    }

    /** @param findings of the stages that were looked at */
    static ErasureReceipt next(
            ErasureRequest request, Optional<ErasureReceipt> last, Map<Stage, Finding> findings, Instant now) {
        Optional<ErasureReceipt> known = answering(request, last);
        List<ErasureStep> steps = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            ErasureStep before = known.stream()
                    .flatMap(receipt -> receipt.getSteps().stream())
                    .filter(step -> isOf(step, stage))
                    .findFirst()
                    .orElseGet(() -> new ErasureStep(stage.code(), false, 0L, null));
            steps.add(step(before, Optional.ofNullable(findings.get(stage)), now));
        }
        boolean complete = steps.stream().allMatch(ErasureStep::getDone);
        return new ErasureReceipt(
                request.getDomain(), request.getSubject(), request.getRequestId(), steps, complete, now);
    }

    private static boolean isOf(ErasureStep step, Stage stage) {
        return step.getName().equals(stage.code());
    }

    private static ErasureStep step(ErasureStep before, Optional<Finding> finding, Instant now) {
        if (before.getDone() || finding.isEmpty()) {
            return before;
        }
        boolean done = !finding.get().left();
        long touched = Math.max(before.getTouched(), finding.get().touched());
        return new ErasureStep(before.getName(), done, touched, done ? now : null);
    }

    /** Whether two receipts say the same, whenever they were written. */
    static boolean same(Optional<ErasureReceipt> one, ErasureReceipt other) {
        return one.isPresent()
                && one.get().getRequestId().equals(other.getRequestId())
                && Stream.of(one.get(), other)
                                .map(ErasureReceipt::getSteps)
                                .distinct()
                                .count()
                        == 1;
    }
}
