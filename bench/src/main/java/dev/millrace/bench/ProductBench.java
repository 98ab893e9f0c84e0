package dev.millrace.bench;

import dev.millrace.lm.kernel.KernelChoice;
import dev.millrace.lm.kernel.Products;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Device;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import dev.millrace.lm.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The rate of one bf16 product {@code [tokens, in] · [in, out]} in GFLOP/s; the median of many. */
@Command(name = "product", description = "Rate of one bf16 matrix product.")
final class ProductBench implements Runnable {

    private static final int WARM_UP = 5;

    @Option(names = "--tokens", defaultValue = "2048", description = "Rows.")
    private int tokens;

    @Option(names = "--in", defaultValue = "576", description = "Summed over.")
    private int in;

    @Option(names = "--out", defaultValue = "3072", description = "Columns.")
    private int out;

    @Option(names = "--threads", defaultValue = "2", description = "Threads of the engine.")
    private int threads;

    @Option(names = "--runs", defaultValue = "40", description = "Measured products.")
    private int runs;

    @Override
    public void run() {
        Torch.useThreads(threads);
        Products products = KernelChoice.kernels(Device.CPU).products();
        try (TensorScope scope = Torch.scope()) {
            Random random = new Random(1);
            Tensor x = scope.copy(normal(scope, random, tokens, in), DType.BF16);
            Tensor weight = scope.copy(normal(scope, random, out, in), DType.BF16);
            Tensor y = scope.empty(DType.BF16, tokens, out);
            List<Double> seconds = new ArrayList<>();
            for (int run = 0; run < WARM_UP + runs; run++) {
                long begin = System.nanoTime();
                products.multiply(x, weight, null, null, y);
                seconds.add(Measurement.secondsSince(begin));
            }
            double median = Measurement.median(seconds.subList(WARM_UP, seconds.size()));
            new Measurement()
                    .with("gflops_per_s", 2e-9 * tokens * in * out / median)
                    .print();
        }
    }

    private static Tensor normal(TensorScope scope, Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.of(values, rows, columns);
    }
}
