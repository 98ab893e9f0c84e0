package dev.millrace.cli.demo;

import dev.millrace.cli.platform.PlatformDirectory;
import java.nio.file.Path;

/** What a demonstration is to be. */
public record DemoOptions(
        PlatformDirectory directory, Path baseModel, long seed, int conversations, double eventsPerSecond) {}
