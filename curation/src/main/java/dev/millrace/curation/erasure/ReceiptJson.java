package dev.millrace.curation.erasure;

import dev.millrace.schemas.event.ErasureReceipt;
import dev.millrace.schemas.event.ErasureStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The receipts of one request, for machines. */
final class ReceiptJson {
    private ReceiptJson() {}

    static Map<String, Object> of(List<ErasureReceipt> receipts) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("requestId", receipts.get(0).getRequestId());
        body.put("complete", receipts.stream().allMatch(ErasureReceipt::getComplete));
        body.put("receipts", receipts.stream().map(ReceiptJson::receipt).toList());
        return body;
    }

    private static Map<String, Object> receipt(ErasureReceipt receipt) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("domain", receipt.getDomain());
        body.put("subject", receipt.getSubject());
        body.put("complete", receipt.getComplete());
        body.put("at", receipt.getAt().toString());
        body.put("steps", receipt.getSteps().stream().map(ReceiptJson::step).toList());
        return body;
    }

    private static Map<String, Object> step(ErasureStep step) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", step.getName());
        body.put("done", step.getDone());
        body.put("touched", step.getTouched());
        body.put("doneAt", step.getDoneAt() == null ? null : step.getDoneAt().toString());
        return body;
    }
}
