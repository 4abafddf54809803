package dev.identitydomains.sandbox.domain;

/** The most calls of a group in any sliding second, and in any sliding minute. */
public record CallLimit(int perSecond, int perMinute) {}
