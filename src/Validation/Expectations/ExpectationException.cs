namespace FreeSpectra.Validation.Expectations;

/// <summary>An expectation of a test does not hold; the message says what was measured and where the gap is largest.</summary>
public sealed class ExpectationException : Exception
{
    /// <summary>Creates the exception without an explanation.</summary>
    public ExpectationException()
    {
    }

    /// <summary>Creates the exception with an explanation.</summary>
    public ExpectationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with an explanation and a cause.</summary>
    public ExpectationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
