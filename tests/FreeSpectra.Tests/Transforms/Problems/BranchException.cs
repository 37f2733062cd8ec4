namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>A value that the check at higher precision refutes.</summary>
internal sealed class BranchException(string message) : Exception(message);
