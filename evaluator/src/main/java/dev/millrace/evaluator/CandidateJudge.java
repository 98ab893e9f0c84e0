package dev.millrace.evaluator;

import dev.millrace.evaluator.gate.Check;
import dev.millrace.evaluator.gate.Decision;
import dev.millrace.evaluator.gate.Gate;
import dev.millrace.evaluator.holdout.AnswerSample;
import dev.millrace.evaluator.holdout.HoldoutEvaluation;
import dev.millrace.evaluator.holdout.Measurements;
import dev.millrace.evaluator.holdout.NoHoldoutException;
import dev.millrace.evaluator.report.ReportFiles;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.torch.Device;
import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.artifacts.Staged;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.snapshots.DamagedSnapshotException;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.EvaluationCheck;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.HoldoutFigures;
import dev.millrace.schemas.event.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges one candidate: integrity, holdout, gate, report folder. Publishes nothing. */
final class CandidateJudge {

    private static final Logger LOG = LoggerFactory.getLogger(CandidateJudge.class);

    private final MillraceConfig config;
    private final ArtifactStore artifacts;
    private final Clock clock;
    private final Gate gate;
    private final Device device;

    CandidateJudge(MillraceConfig config, ArtifactStore artifacts, Clock clock, Device device) {
        this.config = config;
        this.artifacts = artifacts;
        this.clock = clock;
        this.gate = new Gate(config.evaluator().minItems(), config.evaluator().minSubjects());
        this.device = device;
    }

    /**
     * The report on a candidate, its folder written.
     *
     * @param champion of the candidate's domain, null while there is none
     * @param earlierUses how many reports have used the same holdout
     */
    EvaluationReport judge(AdapterCandidate candidate, @Nullable AdapterReady champion, int earlierUses)
            throws IOException {
        if (champion != null && champion.getSnapshotSequence() > candidate.getSnapshotSequence()) {
            Decision stale = gate.stale(candidate.getSnapshotSequence(), champion.getSnapshotSequence());
            return report(candidate, champion, stale, null, List.of());
        }
        AdapterReady opponent = comparable(champion, candidate) && isWhole(champion) ? champion : null;
        Path folder;
        try {
            folder = artifacts.resolve(URI.create(candidate.getUri()));
        } catch (IllegalArgumentException e) { // points outside the store
            return report(candidate, opponent, gate.damaged("files-match-event", message(e)), null, List.of());
        }
        List<EvaluationCheck> integrity = CandidateFiles.check(folder, candidate.getFiles());
        Optional<EvaluationCheck> damage =
                integrity.stream().filter(Check::failed).findFirst();
        if (damage.isPresent()) {
            Decision damaged = gate.damaged(damage.get().getName(), damage.get().getDetail());
            List<EvaluationCheck> passed =
                    integrity.stream().filter(check -> !Check.failed(check)).toList();
            return report(candidate, opponent, damaged.after(passed), null, List.of());
        }
        return measured(candidate, folder, opponent, earlierUses, integrity);
    }

    private EvaluationReport measured(
            AdapterCandidate candidate,
            Path folder,
            @Nullable AdapterReady opponent,
            int earlierUses,
            List<EvaluationCheck> integrity)
            throws IOException {
        try {
            HoldoutEvaluation.Result result = evaluation(candidate, folder, opponent)
                    .run(config.evaluator().seed());
            Decision decision = gate.decide(result.measurements()).after(integrity);
            HoldoutFigures figures = figures(result.measurements(), earlierUses);
            return report(candidate, opponent, decision, figures, result.samples());
        } catch (NoHoldoutException e) {
            return unmeasured(candidate, opponent, gate.nothingToMeasure(message(e)), integrity);
        } catch (DamagedSnapshotException e) {
            return unmeasured(candidate, opponent, gate.damaged("snapshot-is-whole", message(e)), integrity);
        } catch (FormatException | IllegalArgumentException e) { // shapes disagree with the base, or a file is damaged
            return unmeasured(candidate, opponent, gate.damaged("fits-the-base", message(e)), integrity);
        }
    }

    private EvaluationReport unmeasured(
            AdapterCandidate candidate,
            @Nullable AdapterReady opponent,
            Decision decision,
            List<EvaluationCheck> integrity)
            throws IOException {
        return report(candidate, opponent, decision.after(integrity), null, List.of());
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    private HoldoutEvaluation evaluation(AdapterCandidate candidate, Path folder, @Nullable AdapterReady opponent)
            throws IOException {
        Path base = Path.of(candidate.getBaseModel());
        if (!Files.isDirectory(base)) {
            throw new IllegalArgumentException("the base model " + base + " is not on this machine");
        }
        String found = Sha256.tree(base);
        if (!found.equals(candidate.getBaseModelSha256())) {
            throw new IllegalArgumentException("the base model " + base + " has SHA-256 " + found
                    + ", but the adapter was trained on " + candidate.getBaseModelSha256());
        }
        SnapshotFolder snapshot = SnapshotFolder.open(artifacts.resolve(URI.create(candidate.getSnapshotUri())))
                .verify(candidate.getSnapshotSha256());
        return new HoldoutEvaluation(
                base,
                snapshot,
                folder,
                opponent == null ? null : artifacts.resolve(URI.create(opponent.getUri())),
                opponent == null ? null : snapshotOf(opponent),
                config.domain(candidate.getDomain()).servingPrecision(),
                device);
    }

    /** Losses per token on two base models mean nothing to each other: then the candidate's own base is the opponent. */
    private static boolean comparable(@Nullable AdapterReady champion, AdapterCandidate candidate) {
        return champion != null && champion.getBaseModelSha256().equals(candidate.getBaseModelSha256());
    }

    /** A champion whose files are damaged cannot be measured, and is no reason to refuse its successor. */
    private boolean isWhole(@Nullable AdapterReady champion) throws IOException {
        if (champion == null) {
            return false;
        }
        Path folder = artifacts.resolve(URI.create(champion.getUri()));
        Optional<EvaluationCheck> damage = CandidateFiles.check(folder, champion.getFiles()).stream()
                .filter(Check::failed)
                .findFirst();
        damage.ifPresent(failed -> LOG.warn(
                "the champion {} of {} cannot be measured ({}): candidates are held against the base",
                champion.getAdapterId(),
                champion.getDomain(),
                failed.getDetail()));
        return damage.isEmpty();
    }

    private @Nullable SnapshotFolder snapshotOf(AdapterReady champion) {
        URI uri = artifacts.uri("snapshots", champion.getDomain() + "/" + champion.getSnapshotId());
        return artifacts.exists(uri) ? SnapshotFolder.open(artifacts.resolve(uri)) : null;
    }

    private static HoldoutFigures figures(Measurements measured, int earlierUses) {
        OptionalDouble champion = measured.championLoss();
        return HoldoutFigures.newBuilder()
                .setItems(measured.holdout().items().size())
                .setSubjects(measured.holdout().subjects())
                .setExcluded(measured.holdout().excluded())
                .setSubjectsKnown(measured.holdout().subjectsKnown())
                .setBaseLoss(measured.baseLoss())
                .setChampionLoss(champion.isPresent() ? champion.getAsDouble() : null)
                .setCandidateLoss(measured.candidateLoss())
                .setDelta(measured.toChampion().estimate())
                .setDeltaLow(measured.toChampion().low())
                .setDeltaHigh(measured.toChampion().high())
                .setBaseDelta(measured.toBase().estimate())
                .setBaseDeltaLow(measured.toBase().low())
                .setBaseDeltaHigh(measured.toBase().high())
                .setEarlierUses(earlierUses)
                .setPrecision(measured.precision())
                .build();
    }

    /** Names a candidate's artifacts. */
    static String id(AdapterCandidate candidate) {
        return candidate.getDomain() + "/" + candidate.getAdapterId();
    }

    private EvaluationReport report(
            AdapterCandidate candidate,
            @Nullable AdapterReady opponent,
            Decision decision,
            @Nullable HoldoutFigures figures,
            List<AnswerSample> samples)
            throws IOException {
        String id = id(candidate);
        EvaluationReport report = EvaluationReport.newBuilder()
                .setAdapterId(candidate.getAdapterId())
                .setDomain(candidate.getDomain())
                .setSnapshotId(candidate.getSnapshotId())
                .setSnapshotSequence(candidate.getSnapshotSequence())
                .setChampionId(opponent == null ? null : opponent.getAdapterId())
                .setVerdict(decision.verdict())
                .setSummary(decision.summary())
                .setChecks(decision.checks())
                .setHoldout(figures)
                .setUri(artifacts.uri("reports", id).toString())
                .setEvaluatedAt(clock.instant())
                .build();
        try (Staged staged = artifacts.stage("reports", id)) {
            ReportFiles.write(staged.directory(), report, samples);
            staged.commit();
        }
        return report;
    }

    /**
     * The champion that a promoted candidate becomes.
     *
     * @param promotions how many the domain has seen before, revoked ones included
     */
    AdapterReady ready(
            AdapterCandidate candidate, EvaluationReport report, @Nullable AdapterReady champion, int promotions) {
        HoldoutFigures figures = report.getHoldout();
        if (report.getVerdict() != Verdict.PROMOTED || figures == null) {
            throw new IllegalArgumentException(
                    "only a promoted candidate becomes ready, this one is " + report.getVerdict());
        }
        return AdapterReady.newBuilder()
                .setDomain(candidate.getDomain())
                .setAdapterId(candidate.getAdapterId())
                .setVersion(1 + Math.max(promotions, champion == null ? 0 : champion.getVersion()))
                .setUri(candidate.getUri())
                .setFiles(candidate.getFiles())
                .setBaseModel(candidate.getBaseModel())
                .setBaseModelSha256(candidate.getBaseModelSha256())
                .setSnapshotId(candidate.getSnapshotId())
                .setSnapshotSequence(candidate.getSnapshotSequence())
                .setBaseLoss(figures.getBaseLoss())
                .setAdapterLoss(figures.getCandidateLoss())
                .setLossDeltaLow(figures.getBaseDeltaLow())
                .setLossDeltaHigh(figures.getBaseDeltaHigh())
                .setReportUri(report.getUri())
                .setPreviousAdapterId(champion == null ? null : champion.getAdapterId())
                .setPromotedAt(clock.instant())
                .build();
    }
}
