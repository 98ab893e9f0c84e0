package dev.millrace.lm.text;

/** The texts a template may splice in; empty where a model has none. */
public record SpecialTokens(String bos, String eos) {}
