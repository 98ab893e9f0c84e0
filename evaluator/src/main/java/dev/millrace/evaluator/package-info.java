/**
 * The service that judges candidates: it reads them, has them measured, and promotes the better ones. Measuring lives in
 * {@code holdout}, deciding in {@code gate}, statistics in {@code statistics}, writing reports in {@code report}.
 */
@NullMarked
package dev.millrace.evaluator;

import org.jspecify.annotations.NullMarked;
